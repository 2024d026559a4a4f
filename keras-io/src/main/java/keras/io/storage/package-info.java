/** Files of the disk, replaced as a whole or not at all. */
@NullMarked
package keras.io.storage;

import org.jspecify.annotations.NullMarked;
