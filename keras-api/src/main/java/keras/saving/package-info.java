/** The doors to files: what a format implements, and the options of saving and loading. */
@NullMarked
package keras.saving;

import org.jspecify.annotations.NullMarked;
