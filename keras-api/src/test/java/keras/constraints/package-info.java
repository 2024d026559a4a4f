/** Tests of projections of weights. */
@NullMarked
package keras.constraints;

import org.jspecify.annotations.NullMarked;
