/** TensorFlow's SavedModels, as far as a Keras wrote them. */
@NullMarked
package keras.io.savedmodel;

import org.jspecify.annotations.NullMarked;
