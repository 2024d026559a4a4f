/** The doors to files, without any format behind them or with one that only takes notes. */
@NullMarked
package keras.saving;

import org.jspecify.annotations.NullMarked;
