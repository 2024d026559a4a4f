/** The order and the names that each file layout gives to a model's variables. */
@NullMarked
package keras.io.weights;

import org.jspecify.annotations.NullMarked;
