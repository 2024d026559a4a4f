/** Searches beside scikit-learn's. */
@NullMarked
package keras.tuner;

import org.jspecify.annotations.NullMarked;
