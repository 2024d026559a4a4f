/** Tests of Keras 3's formats that need no Python. */
@NullMarked
package keras.io.kerasv3;

import org.jspecify.annotations.NullMarked;
