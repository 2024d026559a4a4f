/**
 * What Keras users know from {@code keras.utils}: the progress bar, padding of sequences, and the
 * cache of downloads.
 */
@NullMarked
package keras.utils;

import org.jspecify.annotations.NullMarked;
