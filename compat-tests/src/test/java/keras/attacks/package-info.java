/** The known attacks on Keras' readers of models, one test each. */
@NullMarked
package keras.attacks;

import org.jspecify.annotations.NullMarked;
