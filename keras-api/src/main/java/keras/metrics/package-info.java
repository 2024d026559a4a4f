/** What training reports: Keras' metrics, one file each. */
@NullMarked
package keras.metrics;

import org.jspecify.annotations.NullMarked;
