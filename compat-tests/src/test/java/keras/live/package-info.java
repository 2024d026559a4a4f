/**
 * Models in training, evaluation and use beside the real Keras, which does the same things live.
 */
@NullMarked
package keras.live;

import org.jspecify.annotations.NullMarked;
