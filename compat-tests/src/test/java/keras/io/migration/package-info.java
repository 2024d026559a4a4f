/** Configs of older Kerases, upgraded and handed to real Keras 3. */
@NullMarked
package keras.io.migration;

import org.jspecify.annotations.NullMarked;
