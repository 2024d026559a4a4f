/** Saving and loading: what a file reader must implement, and how a bad file is reported. */
@NullMarked
package keras.saving;

import org.jspecify.annotations.NullMarked;
