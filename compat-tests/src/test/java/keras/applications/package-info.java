/** The architectures of {@code keras.applications}, Java beside Python. */
@NullMarked
package keras.applications;

import org.jspecify.annotations.NullMarked;
