/** Files of Keras 3's formats, beside real Keras. */
@NullMarked
package keras.io.kerasv3;

import org.jspecify.annotations.NullMarked;
