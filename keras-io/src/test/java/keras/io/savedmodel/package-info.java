/** SavedModels, well made and hostile. */
@NullMarked
package keras.io.savedmodel;

import org.jspecify.annotations.NullMarked;
