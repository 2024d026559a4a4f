/**
 * Reverse-mode differentiation of TensorFlow graphs, driven from Java, op by op as Python does it.
 */
@NullMarked
package keras.engine.gradients;

import org.jspecify.annotations.NullMarked;
