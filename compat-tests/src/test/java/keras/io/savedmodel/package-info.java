/** SavedModels of real Keras. */
@NullMarked
package keras.io.savedmodel;

import org.jspecify.annotations.NullMarked;
