/** Tests of penalties on weights. */
@NullMarked
package keras.regularizers;

import org.jspecify.annotations.NullMarked;
