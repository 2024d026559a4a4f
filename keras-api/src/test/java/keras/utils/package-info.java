/** Tests of the progress bar. */
@NullMarked
package keras.utils;

import org.jspecify.annotations.NullMarked;
