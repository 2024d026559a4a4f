/** The TensorFlow programs of SavedModels, as they are written: functions, signatures, objects. */
@NullMarked
package keras.io.program;

import org.jspecify.annotations.NullMarked;
