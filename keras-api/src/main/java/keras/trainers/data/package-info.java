/**
 * The batches that a trainer takes from arrays and data sets. Internal: what is public here is so
 * for the other packages of this library, and may change.
 */
@NullMarked
package keras.trainers.data;

import org.jspecify.annotations.NullMarked;
