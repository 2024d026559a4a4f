/** The files of Keras 3: {@code .weights.h5} and {@code .keras}. */
@NullMarked
package keras.io.kerasv3;

import org.jspecify.annotations.NullMarked;
