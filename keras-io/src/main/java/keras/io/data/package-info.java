/** Data sets of files: lines of text, tables, and TensorFlow's records. */
@NullMarked
package keras.io.data;

import org.jspecify.annotations.NullMarked;
