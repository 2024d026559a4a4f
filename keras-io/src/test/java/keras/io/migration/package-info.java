/** Tests of what old configs become. */
@NullMarked
package keras.io.migration;

import org.jspecify.annotations.NullMarked;
