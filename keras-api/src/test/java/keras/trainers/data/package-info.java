/** The batches that a trainer takes from arrays and data sets. */
@NullMarked
package keras.trainers.data;

import org.jspecify.annotations.NullMarked;
