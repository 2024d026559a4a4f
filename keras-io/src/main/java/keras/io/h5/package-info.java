/** Models and weights in the HDF5 files of Keras before its third version. */
@NullMarked
package keras.io.h5;

import org.jspecify.annotations.NullMarked;
