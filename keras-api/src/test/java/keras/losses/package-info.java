/** Tests of the losses. */
@NullMarked
package keras.losses;

import org.jspecify.annotations.NullMarked;
