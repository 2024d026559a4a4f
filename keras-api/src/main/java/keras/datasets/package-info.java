/** Keras' data sets by Keras' names, cached where Keras caches them. */
@NullMarked
package keras.datasets;

import org.jspecify.annotations.NullMarked;
