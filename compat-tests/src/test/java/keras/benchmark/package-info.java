/** Speed beside real Keras; not part of the tests. */
@NullMarked
package keras.benchmark;

import org.jspecify.annotations.NullMarked;
