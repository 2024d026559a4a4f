/** Weights as NumPy's files of arrays. */
@NullMarked
package keras.io.npz;

import org.jspecify.annotations.NullMarked;
