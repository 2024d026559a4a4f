/** TensorFlow's SavedModels: Keras models in them, and programs to be called. */
@NullMarked
package keras.io.savedmodel;

import org.jspecify.annotations.NullMarked;
