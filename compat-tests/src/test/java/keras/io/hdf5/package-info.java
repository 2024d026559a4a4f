/** What our HDF5 writer writes, judged by the HDF Group's own programs and libraries. */
@NullMarked
package keras.io.hdf5;

import org.jspecify.annotations.NullMarked;
