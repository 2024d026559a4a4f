/** Tests of the data sets and of their cache, without the network. */
@NullMarked
package keras.datasets;

import org.jspecify.annotations.NullMarked;
