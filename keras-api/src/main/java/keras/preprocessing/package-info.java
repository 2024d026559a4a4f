/** Data sets of files in folders, and of windows of series, as {@code keras.utils} makes them. */
@NullMarked
package keras.preprocessing;

import org.jspecify.annotations.NullMarked;
