/** Weights as .npz beside a real NumPy. */
@NullMarked
package keras.io.npz;

import org.jspecify.annotations.NullMarked;
