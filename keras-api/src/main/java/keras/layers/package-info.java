/** Keras' layers, one class a file, and the bases of their families. */
@NullMarked
package keras.layers;

import org.jspecify.annotations.NullMarked;
