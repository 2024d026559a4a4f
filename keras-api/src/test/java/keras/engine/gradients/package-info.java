/** Tests of the differentiation, op by op. */
@NullMarked
package keras.engine.gradients;

import org.jspecify.annotations.NullMarked;
