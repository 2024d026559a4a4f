/** What training minimises: Keras' losses, one file each. */
@NullMarked
package keras.losses;

import org.jspecify.annotations.NullMarked;
