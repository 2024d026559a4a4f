/** Tests of what old configs become. */
@NullMarked
package keras.io.configs;

import org.jspecify.annotations.NullMarked;
