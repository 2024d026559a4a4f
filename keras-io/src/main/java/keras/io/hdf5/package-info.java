/** HDF5 files: groups, attributes and datasets, read guardedly and written as a stream. */
@NullMarked
package keras.io.hdf5;

import org.jspecify.annotations.NullMarked;
