/** The table of layers that {@code model.summary()} prints. */
@NullMarked
package keras.models.summary;

import org.jspecify.annotations.NullMarked;
