/** Variables, symbolic tensors, and the one graph and session in which a model runs. */
@NullMarked
package keras.engine;

import org.jspecify.annotations.NullMarked;
