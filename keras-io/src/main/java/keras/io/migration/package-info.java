/**
 * Configs of one Keras in the words of another: pure functions of maps, lists and values as JSON
 * has them.
 */
@NullMarked
package keras.io.migration;

import org.jspecify.annotations.NullMarked;
