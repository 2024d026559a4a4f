/**
 * Searches over parameters of models, by scikit-learn's rules: grids, random draws, folds, scores.
 */
@NullMarked
package keras.tuner;

import org.jspecify.annotations.NullMarked;
