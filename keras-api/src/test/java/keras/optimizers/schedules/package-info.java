/** What schedules refuse; their rates are compared with Keras' in the compatibility tests. */
@NullMarked
package keras.optimizers.schedules;

import org.jspecify.annotations.NullMarked;
