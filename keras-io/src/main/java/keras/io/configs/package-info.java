/** From the config of a file, whichever Keras wrote it, to a model. */
@NullMarked
package keras.io.configs;

import org.jspecify.annotations.NullMarked;
