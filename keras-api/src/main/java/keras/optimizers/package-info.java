/** Keras' optimizers: they change a model's weights along the gradients of its loss. */
@NullMarked
package keras.optimizers;

import org.jspecify.annotations.NullMarked;
