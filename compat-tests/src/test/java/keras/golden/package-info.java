/** The golden fixtures: files of what the real Keras answers, and the contracts that they check. */
@NullMarked
package keras.golden;

import org.jspecify.annotations.NullMarked;
