/** Tensors of the graph being built, with arithmetic that reads like the formula. */
@NullMarked
package keras.ops;

import org.jspecify.annotations.NullMarked;
