/** What Keras users know from {@code keras.utils}: the progress bar, and padding of sequences. */
@NullMarked
package keras.utils;

import org.jspecify.annotations.NullMarked;
