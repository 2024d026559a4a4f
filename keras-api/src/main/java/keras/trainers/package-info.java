/**
 * Training, evaluation and prediction: {@code compile}, {@code fit}, {@code evaluate}, {@code
 * predict} and their options. Internal but for the classes of options ({@code Compile}, {@code
 * Fit}, {@code Evaluate}, {@code Predict}): what else is public here is so for the other packages
 * of this library, and may change.
 */
@NullMarked
package keras.trainers;

import org.jspecify.annotations.NullMarked;
