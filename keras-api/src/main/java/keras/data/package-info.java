/** Arrays in, batches out: samples, their order, data sets, NumPy's small helpers and files. */
@NullMarked
package keras.data;

import org.jspecify.annotations.NullMarked;
