/** Tests of the metrics. */
@NullMarked
package keras.metrics;

import org.jspecify.annotations.NullMarked;
