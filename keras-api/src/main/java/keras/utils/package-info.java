/** What Keras users know from {@code keras.utils}: the progress bar. */
@NullMarked
package keras.utils;

import org.jspecify.annotations.NullMarked;
