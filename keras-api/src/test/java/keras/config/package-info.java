/** Tests of configs, names and seeds. */
@NullMarked
package keras.config;

import org.jspecify.annotations.NullMarked;
